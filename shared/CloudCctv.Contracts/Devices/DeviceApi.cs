namespace CloudCctv.Contracts.Devices;

/// <summary>
/// How a device speaks to the cloud side about itself, over HTTPS. All but the challenge are POSTed with
/// <c>Authorization: Bearer TOKEN</c>, a <see cref="DeviceToken"/>. Answers: 401 wrong code, key or token; 403 revoked;
/// 409 the challenge has been used or is too old, get another; 429 too many wrong ones.
/// </summary>
public static class DeviceApi
{
    /// <summary>GET: a text to sign, good for one request within two minutes, by the server's clock.</summary>
    public const string Challenge = "/device/challenge";

    /// <summary>POST <see cref="PairingRequest"/>: <see cref="PairingAnswer"/>.</summary>
    public const string Pair = "/device/pair";

    /// <summary>POST nothing: what the device may do for the next while.</summary>
    public const string Credentials = "/device/credentials";

    /// <summary>POST a batch's object name as text: a URL for that one blob.</summary>
    public const string Blob = "/device/blob";
}
