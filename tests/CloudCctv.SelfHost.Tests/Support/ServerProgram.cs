using System.Diagnostics;

namespace CloudCctv.SelfHost.Tests.Support;

/// <summary>Runs <c>cctv-server</c> as a process of its own, as people do.</summary>
internal static class ServerProgram
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "cctv-server");

    public static ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the machine of the developer has set must not decide the test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CLOUDCCTV", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    /// <summary>Runs to the end.</summary>
    public static Task<Ended> RunAsync(params string[] arguments) => RunAsync(Command(arguments));

    public static async Task<Ended> RunAsync(ProcessStartInfo command)
    {
        using var process = Process.Start(command)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(process.ExitCode, await output, await errors);
    }
}

internal sealed record Ended(int ExitCode, string Output, string Errors)
{
    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Errors);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
