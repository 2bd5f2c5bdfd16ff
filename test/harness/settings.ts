import { seedApp } from "kore-emulator";

/** The settings for an emulator with the default seed. Its limits are off in tests, and so is the budget. */
export function settingsFor(host: string): Record<string, string> {
    return {
        "kore:host": host,
        "kore:clientId": seedApp.clientId,
        "kore:clientSecret": seedApp.clientSecret,
        "kore:requestsPerMinute": "1000000",
        "kore:requestsPerHour": "1000000",
    };
}
