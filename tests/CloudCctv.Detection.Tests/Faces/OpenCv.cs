using System.Diagnostics;
using System.Globalization;

namespace CloudCctv.Detection.Tests.Faces;

/// <summary>Debian's <c>python3-opencv</c>, to compare with; a test that finds none is skipped.</summary>
internal static class OpenCv
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a script that imports cv2 and prints numbers.</summary>
    public static IReadOnlyList<double> Numbers(string script, params string[] arguments)
    {
        Assert.SkipWhen(!File.Exists(Python) || Run("import cv2", []).ExitCode != 0, "No OpenCV for Python here: apt-get install python3-opencv.");
        var (exitCode, output, errors) = Run(script, arguments);
        Assert.True(exitCode == 0, errors);
        return [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static (int ExitCode, string Output, string Errors) Run(string script, string[] arguments)
    {
        var start = new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
