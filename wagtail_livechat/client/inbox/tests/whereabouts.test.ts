import assert from "node:assert/strict";
import { test } from "node:test";
import { flag, place, software } from "../whereabouts";
import { aVisit } from "./samples";

test("a country's letters make its flag", () => {
  assert.deepEqual(["FR", "fr", "DE"].map(flag), ["🇫🇷", "🇫🇷", "🇩🇪"]);
  assert.deepEqual(["", "F", "FRA", "1!", "ÄÖ"].map(flag), ["", "", "", "", ""]);
});

test("a place is told from the small to the large, as far as it is known", () => {
  assert.equal(place(aVisit({ city: "Lyon", region: "Rhône" }), "France"), "Lyon, Rhône, France");
  assert.equal(place(aVisit({ city: "Wien", region: "Wien" }), "Austria"), "Wien, Austria");
  assert.equal(place(aVisit({ city: "", region: "" }), "France"), "France");
  assert.equal(place(aVisit({ city: "", region: "" }), ""), "");
  assert.equal(place(null, ""), "");
});

test("a browser and its system are told with versions that say something", () => {
  const visit = { browser: "Firefox", browser_version: "140.0", os: "macOS", os_version: "15.2" };
  assert.equal(software(aVisit(visit)), "Firefox 140 · macOS 15.2");
  assert.equal(software(aVisit({ ...visit, browser_version: "10.0.0.0", os: "", os_version: "3" })), "Firefox 10");
  assert.equal(software(aVisit({ ...visit, browser: "", os_version: "" })), "macOS");
  assert.equal(software(null), "");
});
