#!/usr/bin/env node
import { Command } from "commander";
import { version } from "./version";

const program = new Command("kore-access").description("what a change to a Kore.ai account kept as code means for people").version(version);

void program.parseAsync();
