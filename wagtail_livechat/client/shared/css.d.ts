/** The build hands a stylesheet that a script imports over as its minified text. */
declare module "*.css" {
  const text: string;
  export default text;
}
