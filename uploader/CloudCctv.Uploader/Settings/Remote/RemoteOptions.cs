using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>Settings that the owner changes from afar, by putting <c>settings/SITE/DEVICE.json</c> into the store.</summary>
public sealed record RemoteOptions
{
    /// <summary>Look for settings in the store. The device's credential must then be allowed to read.</summary>
    public bool Enabled { get; init; }

    /// <summary>Time between two looks. Ignored unless enabled.</summary>
    [Range(30.0, 86_400.0)]
    public double PollSeconds { get; init; } = 300;

    /// <summary>
    /// Public key of the owner, as <c>cctv-uploader settings keygen</c> prints it. If given, settings without a signature of
    /// this key are refused; if absent, whoever may write to the store may change these settings. Ignored unless enabled.
    /// </summary>
    [PublicKeyRule]
    public string? PublicKey { get; init; }

    /// <summary>
    /// A camera that sent pictures before must send some in the second half of this time after a change, or the change is
    /// undone and not tried again. Ignored unless enabled.
    /// </summary>
    [Range(10.0, 3600.0)]
    public double TrialSeconds { get; init; } = 120;
}
