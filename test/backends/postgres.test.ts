import { onServer } from "./onServer";

onServer("postgres");
