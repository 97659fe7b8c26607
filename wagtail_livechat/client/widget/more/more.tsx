/** What the widget needs rarely: loaded by the panel when something of it is first drawn. */

import { createSound } from "../../shared/sound";
import { MUTED } from "../keys";
import css from "./more.css";
import { parts } from "./parts";

window.wagtailLivechat?.provide?.(parts, createSound(MUTED), css);
