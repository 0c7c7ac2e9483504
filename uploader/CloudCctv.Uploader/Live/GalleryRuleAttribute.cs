using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CloudCctv.Uploader.Live;

/// <summary>The value must be an http(s) address without user and query, or a colon and a port; or absent.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GalleryRuleAttribute() : ValidationAttribute("an address such as https://cctv.example.org, or :8080 for a port of this computer")
{
    public override bool IsValid(object? value) => value is null || (value is string text && (IsPort(text) || IsAddress(text)));

    private static bool IsPort(string text) => text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Query.Length == 0;
}
