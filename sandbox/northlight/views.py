"""Shop pages that replace Oscar's: browsing by the ORM (Oscar's needs a search server) and a kinder login."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import ListView
from oscar.core.loading import get_class, get_model

from northlight.forms import LoginForm

AccountAuthView = get_class("customer.views", "AccountAuthView")
Category = get_model("catalogue", "Category")
Product = get_model("catalogue", "Product")


class Catalogue(ListView):
    """All products, or those whose title contains the words asked for."""

    template_name = "oscar/catalogue/browse.html"
    context_object_name = "products"
    paginate_by = 24

    def get_queryset(self) -> QuerySet[Any]:
        products = Product.objects.browsable().base_queryset().order_by("id")
        for word in self.request.GET.get("q", "").split():
            products = products.filter(title__icontains=word)
        return products

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "categories": Category.objects.browsable().filter(depth=1),
            "query": self.request.GET.get("q", "").strip(),
        }


class CategoryPage(Catalogue):
    """The products of one category and of those below it."""

    template_name = "oscar/catalogue/category.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.category = get_object_or_404(Category.objects.browsable(), pk=kwargs["pk"])
        if request.path != self.category.get_absolute_url():
            return redirect(self.category, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        within = self.category.get_descendants_and_self()
        return super().get_queryset().filter(categories__in=within).distinct()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"category": self.category}


class Login(AccountAuthView):
    """Oscar's page for logging in and registering, with the form that knows user names."""

    login_form_class = LoginForm
