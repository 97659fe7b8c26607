import type { LaterParts } from "../later_parts";
import { Form } from "./Form";
import { MenuEntries } from "./MenuEntries";
import { Rich } from "./Rich";
import { Tray } from "./Tray";

export const parts: LaterParts = { Form, MenuEntries, Rich, Tray };
