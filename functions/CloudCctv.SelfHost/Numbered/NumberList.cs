using System.Globalization;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.SelfHost.Numbered;

/// <summary>Which sighting has which number: a file of lines <c>number,sighting</c> that only grows. Not thread-safe.</summary>
internal sealed class NumberList
{
    private readonly string path;
    private readonly HashSet<SightingName> names = [];

    private NumberList(string path) => this.path = path;

    /// <summary>0 if there is none.</summary>
    public int Last { get; private set; }

    public static NumberList Open(string path)
    {
        var list = new NumberList(path);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        // A line that a power cut left half is written anew.
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            list.Take(line);
        }

        if (whole.Length < text.Length)
        {
            File.WriteAllText(path, whole);
        }

        return list;
    }

    public bool Has(SightingName name) => names.Contains(name);

    /// <summary>Gives it the next number.</summary>
    public void Add(SightingName name)
    {
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{Last + 1},{name}\n"));
        names.Add(name);
        Last++;
    }

    private void Take(string line)
    {
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0 && int.TryParse(line.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && SightingName.TryParse(line[(comma + 1)..], out var name))
        {
            names.Add(name);
            Last = Math.Max(Last, number);
        }
    }
}
