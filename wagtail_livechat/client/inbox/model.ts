export { Model } from "../shared/model";
