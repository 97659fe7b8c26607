import type { LaterParts } from "../later_parts";
import { Form } from "./Form";
import { MenuEntries } from "./MenuEntries";

export const parts: LaterParts = { Form, MenuEntries };
