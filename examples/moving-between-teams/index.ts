import * as pulumi from "@pulumi/pulumi";
import * as kore from "pulumi-kore";

// Whether Joan has moved from Support to Sales. In a program of your own it is the two lists below that change, in one
// commit.
const moved = new pulumi.Config().getBoolean("moved") ?? false;

const joan = new kore.KoreUser("joan", { emailId: "joan@example.com", firstName: "Joan", lastName: "Elisabeth" });
const ruth = new kore.KoreUser("ruth", {
    emailId: "ruth@example.com",
    firstName: "Ruth",
    lastName: "Lichterman",
});
const jean = new kore.KoreUser("jean", { emailId: "jean@example.com", firstName: "Jean", lastName: "Jennings" });

new kore.KoreUserAccess("support", {
    emailIds: moved ? [ruth.emailId] : [ruth.emailId, joan.emailId],
    isDeveloper: true,
    canCreateBot: false,
    reason: "Maintains the Support bot",
});

new kore.KoreUserAccess("sales", {
    emailIds: moved ? [jean.emailId, joan.emailId] : [jean.emailId],
    isDeveloper: true,
    canCreateBot: true,
    reason: "Starts a bot for each campaign",
});
