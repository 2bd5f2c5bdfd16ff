import { onServer } from "./onServer";

onServer("s3");
