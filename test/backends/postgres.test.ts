import { isWhole } from "../harness/whole";
import { onServer } from "./onServer";

// The tests of the other store are of the same kind.
if (isWhole) onServer("postgres");
