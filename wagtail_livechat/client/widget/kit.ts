/**
 * What `more.js` takes from the panel instead of carrying it a second time. `build.mjs` gives that bundle these names in
 * place of the modules that they are imported from, so whatever it needs of such a module has to stand here.
 */

import { Fragment, jsx, jsxs } from "preact/jsx-runtime";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { answerIn, asProblem, headers, Problem } from "../shared/answering";
import { Later } from "./later";
import { Bubble } from "./parts/Bubble";
import { PanelContext, usePanel } from "./parts/context";
import { Icon } from "./parts/icons";
import { RowView } from "./parts/Messages";

export const kit = {
  ...{ Fragment, jsx, jsxs },
  ...{ useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState },
  ...{ answerIn, asProblem, headers, Problem },
  ...{ Bubble, Later, PanelContext, usePanel, Icon, RowView },
};
