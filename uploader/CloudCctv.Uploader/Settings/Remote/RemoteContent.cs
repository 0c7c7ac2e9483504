using System.Security.Cryptography;
using System.Text;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>One version of the settings that were put into the store.</summary>
/// <param name="Tag">Names this version and its signature.</param>
/// <param name="Text">The JSON.</param>
/// <param name="Signature">Base64; null if there is none.</param>
internal sealed record RemoteContent(string Tag, string Text, string? Signature)
{
    /// <summary>For people: the start of the hash of the text.</summary>
    public string Hash => HashOf(Text);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <exception cref="SettingsException">This is not JSON.</exception>
    public ObjectNode Parse() => SettingsParser.Parse(Encoding.UTF8.GetBytes(Text), "settings from afar");
}
