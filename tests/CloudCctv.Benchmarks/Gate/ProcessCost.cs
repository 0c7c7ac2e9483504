using System.Globalization;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>What a process and its children cost, as Linux accounts it.</summary>
internal static class ProcessCost
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of a process and all its living and dead descendants, seconds.</summary>
    public static double CpuSeconds(int id) => Tree(id).Sum(member => Fields(member) is { } fields
        ? fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0);

    /// <summary>Highest resident sets of a process and its living descendants, added up, MB.</summary>
    public static double PeakMb(int id) => Tree(id).Sum(member => Status(member, "VmHWM:")) / 1000;

    private static IEnumerable<int> Tree(int id)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0 && Fields(process) is { } fields && fields[1] == $"{id}");
        return children.SelectMany(Tree).Prepend(id);
    }

    // The fields after the name, which may hold spaces: state, parent, …; user, system, and those of dead children from the twelfth.
    private static string[]? Fields(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Status(int id, string key)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
