/** A text without any of these has no links; told without what it takes to find them. */
export const LINK_SIGN = /@|:\/\/|www\./i;
