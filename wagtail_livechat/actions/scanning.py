"""The site's own virus scanner, if it has one."""

import logging

from django.core.files import File
from django.utils.module_loading import import_string

from .. import conf
from ..exceptions import FileInfected, FileUnscanned

logger = logging.getLogger(__name__)


def check_clean(file: "File[bytes]") -> None:
    """Have `FILE_SCANNER` look at the contents, which do not tell it the file's name.

    Raises FileInfected unless it answers True, FileUnscanned where it fails: what nobody looked at is not let in.
    """
    scanner = conf.current().FILE_SCANNER
    if scanner is None:
        return
    try:
        file.seek(0)
        is_clean = import_string(scanner)(file.file)
        file.seek(0)
    except Exception as error:
        logger.exception("The virus scanner failed")
        raise FileUnscanned from error
    if is_clean is not True:
        raise FileInfected
