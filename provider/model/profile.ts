/** The profile fields that Get User Information reports. */
export const readableProfileFields = ["firstName", "lastName"] as const;
