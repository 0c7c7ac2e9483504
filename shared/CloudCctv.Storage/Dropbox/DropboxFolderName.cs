using System.Buffers;

namespace CloudCctv.Storage.Dropbox;

/// <summary>A folder as the Dropbox of one app sees it: empty for the app's whole folder, else <c>/name/name</c>.</summary>
internal static class DropboxFolderName
{
    /// <summary>How the address of a store begins that is a folder in Dropbox.</summary>
    public const string Scheme = "dropbox:";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:?*\"<>|");

    public static bool IsAddress(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <param name="address"><c>dropbox:</c>, <c>dropbox:/</c> or <c>dropbox:/folder/folder</c>.</param>
    /// <param name="source">What the user calls it, for the message.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static string Parse(string address, string source)
    {
        var folder = address[Scheme.Length..].TrimEnd('/');
        return folder.Length == 0 || IsFolder(folder)
            ? folder
            : throw new ArgumentException($"{source} is '{address}'; a folder in Dropbox is {Scheme}/NAME or {Scheme}/NAME/NAME, as seen from the app's own folder.");
    }

    public static bool IsFolder(string text) => text.Length == 0 || (text[0] == '/' && text[1..].Split('/').All(IsSegment));

    private static bool IsSegment(string segment) =>
        segment.Length is > 0 and <= 255 && segment.Trim() == segment && segment is not ("." or "..") && segment.AsSpan().IndexOfAny(Forbidden) < 0 && !segment.Any(char.IsControl);
}
