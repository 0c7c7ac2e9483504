namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>Guesses which key was meant.</summary>
internal static class NearestKey
{
    /// <returns>Null if none is near.</returns>
    public static string? To(string written, IEnumerable<string> keys) => keys
        .Select(key => (key, Distance: Distance(written.ToUpperInvariant(), key.ToUpperInvariant())))
        .Where(pair => pair.Distance <= Math.Max(1, pair.key.Length / 3))
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.key)
        .FirstOrDefault();

    /// <summary>Letters to add, take away or change (V. Levenshtein, 1965).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(cost, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
