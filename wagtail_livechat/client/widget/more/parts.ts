import type { LaterParts } from "../later_parts";
import { Afterwards } from "./Afterwards";
import { Form } from "./Form";
import { MenuEntries } from "./MenuEntries";
import { NotSent } from "./NotSent";
import { OtherView } from "./OtherView";
import { Over } from "./Over";
import { Rich } from "./Rich";
import { Room } from "./Room";
import { Tray } from "./Tray";

export const parts: LaterParts = { Afterwards, Form, MenuEntries, NotSent, OtherView, Over, Rich, Room, Tray };
