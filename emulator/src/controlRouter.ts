import express, { type NextFunction, type Request, type Response, type Router } from "express";
import * as v from "valibot";
import { resetSchema } from "./controlSchemas";
import type { EmulatedAccount } from "./emulatedAccount";
import { EmulatorError } from "./emulatorError";
import { faultSchema } from "./faults";
import { limitsSchema } from "./limits";
import { parse } from "./parse";
import { personChangeSchema, seedPersonSchema } from "./person";
import { chosenSwitchesSchema } from "./switches";
import { version } from "./version";

/** Serves `/_emulator/…`: what a test or the CLI sees and changes of a running emulator. */
export function controlRouter(account: EmulatedAccount, data: string | null): Router {
    const router = express.Router();
    router.use(refuseOtherSites);
    router.use(express.json({ limit: "50mb" }));

    router.get("/health", (_request, response) => void response.json({ name: "kore-emulator", version, data }));
    router.get("/catalogue", (_request, response) => void response.json(account.catalogue()));

    servePeople(router, account);
    serveLogSwitchesAndFaults(router, account);
    serveLimitsAndReset(router, account);

    router.use(
        (request, response) =>
            void response.status(404).json({ error: `there is no ${request.method} ${request.originalUrl}` }),
    );
    router.use(answerMistake);
    return router;
}

function servePeople(router: Router, account: EmulatedAccount): void {
    router.get("/people", (_request, response) => void response.json(account.people()));
    router.post("/people", (request, response) => {
        account.addPerson(parse(seedPersonSchema, request.body, "person"));
        done(response);
    });
    router.patch("/people/:emailId", (request, response) => {
        account.changePerson(request.params.emailId, parse(personChangeSchema, request.body, "change"));
        done(response);
    });
    router.delete("/people/:emailId", (request, response) => {
        account.removePerson(request.params.emailId);
        done(response);
    });
    router.post("/people/:emailId/recreate", (request, response) => {
        account.recreatePerson(request.params.emailId);
        done(response);
    });
}

function serveLogSwitchesAndFaults(router: Router, account: EmulatedAccount): void {
    router.get("/requests", (_request, response) => void response.json(account.requests()));
    router.delete("/requests", (_request, response) => {
        account.clearRequests();
        done(response);
    });

    router.get("/switches", (_request, response) => void response.json(account.switches()));
    router.patch("/switches", (request, response) => {
        account.setSwitches(parse(chosenSwitchesSchema, request.body, "switches"));
        done(response);
    });

    router.get("/faults", (_request, response) => void response.json(account.faults()));
    router.post("/faults", (request, response) => {
        account.fault(parse(faultSchema, request.body, "fault"));
        done(response);
    });
    router.delete("/faults", (_request, response) => {
        account.clearFaults();
        done(response);
    });
}

function serveLimitsAndReset(router: Router, account: EmulatedAccount): void {
    router.put("/limits", (request, response) => {
        const { limits } = parse(
            v.strictObject({ limits: v.union([limitsSchema, v.literal("off")]) }),
            request.body,
            "limits",
        );
        account.setLimits(limits);
        done(response);
    });
    router.put("/latency", (request, response) => {
        const schema = v.strictObject({ milliseconds: v.pipe(v.number(), v.minValue(0)) });
        account.setLatency(parse(schema, request.body, "latency").milliseconds);
        done(response);
    });
    router.post("/reset", (request, response) => {
        const { seed, switches } = parse(resetSchema, request.body ?? {}, "reset");
        account.reset(seed, switches);
        done(response);
    });
}

/**
 * A page of another site that is open in a browser of this machine cannot reach the account: neither under a name of
 * its own, nor from its own origin.
 */
function refuseOtherSites(request: Request, response: Response, next: NextFunction): void {
    const host = request.get("host") ?? "";
    const origin = request.get("origin");
    if (/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`)) {
        next();
    } else {
        response.status(403).json({ error: "only programs of this machine may call this" });
    }
}

function done(response: Response): void {
    response.status(204).end();
}

function answerMistake(error: unknown, _request: Request, response: Response, next: NextFunction): void {
    if (error instanceof EmulatorError || error instanceof SyntaxError) {
        response.status(400).json({ error: error.message });
    } else {
        next(error);
    }
}
