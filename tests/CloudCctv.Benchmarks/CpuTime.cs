using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCctv.Benchmarks;

/// <summary>CPU time of a program with all its children, as the shell accounts it.</summary>
public static partial class CpuTime
{
    /// <returns>Seconds, user and system.</returns>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public static double Of(string program, params string[] arguments)
    {
        // The shell's own "times": first line itself, second line its children and theirs.
        var shell = new ProcessStartInfo("bash", ["-c", "\"$@\" >/dev/null || exit 1; times", "bash", program, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(shell)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? MinutesAndSeconds().Matches(output.Split('\n')[1]).Sum(match => Number(match, "minutes") * 60 + Number(match, "seconds"))
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<minutes>\d+)m(?<seconds>[\d.]+)s")]
    private static partial Regex MinutesAndSeconds();
}
