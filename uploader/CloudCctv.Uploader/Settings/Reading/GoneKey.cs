namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>Keys that earlier versions had.</summary>
internal static class GoneKey
{
    /// <param name="written">The key.</param>
    /// <param name="path">Of the object that it stands in.</param>
    /// <returns>What to do about it; null if it never was a key there.</returns>
    public static string? Advice(string written, string path) => (path[(path.LastIndexOf('.') + 1)..], written) switch
    {
        ("capture", "decode") => $"{path}.decode is gone: every picture is decoded once now, for less than either of its values took. Take it out.",
        _ => null,
    };
}
