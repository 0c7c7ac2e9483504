using System.Text;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>Whether settings from afar are the owner's, for this device, and newer than what was before.</summary>
/// <param name="publicKey">Of the owner; null if whoever may write to the store is trusted.</param>
/// <param name="device">SITE/DEVICE.</param>
internal sealed class RemoteCheck(string? publicKey, string device)
{
    /// <summary>Revision of the content; 0 if it says none.</summary>
    public static int RevisionOf(RemoteContent content) => Read(content).Revision ?? 0;

    /// <param name="content">What to check.</param>
    /// <param name="revision">Highest that was ever in force.</param>
    /// <exception cref="SettingsException">It is not to be used; the message says why.</exception>
    public void Check(RemoteContent content, int revision)
    {
        if (publicKey is not null && !OwnerKey.Verify(Encoding.UTF8.GetBytes(content.Text), content.Signature, publicKey))
        {
            throw new SettingsException(content.Signature is null
                ? "there is no signature beside them, and remote.publicKey asks for one."
                : "the signature beside them is not the owner's for this text.");
        }

        var head = Read(content);
        if (head.For is not null ? head.For != device : publicKey is not null)
        {
            throw new SettingsException($"'for' is {(head.For is null ? "absent" : $"'{head.For}'")}; it must be '{device}'.");
        }

        if (head.Revision is { } said ? said < revision : publicKey is not null)
        {
            throw new SettingsException(FormattableString.Invariant(
                $"'revision' is {(head.Revision is null ? "absent" : $"{head.Revision}")}; it must be a whole number, {revision} or more."));
        }
    }

    private static RemoteSettings Read(RemoteContent content) => SettingsFile.Bind<RemoteSettings>(content.Parse());
}
