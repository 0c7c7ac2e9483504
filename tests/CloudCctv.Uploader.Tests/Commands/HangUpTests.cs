using System.Diagnostics;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Running;

namespace CloudCctv.Uploader.Tests.Commands;

/// <summary>Signals to the program itself.</summary>
public sealed class HangUpTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task HangUp_ReadsTheFileAgain_AndTheProgramGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGHUP");
        using var camera = new MjpegCamera(folder);
        Write(camera.Url, threshold: 16);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [UploaderProgram.Path, "run", "--config", folder.File("settings.json")]) { RedirectStandardOutput = true })!;
        try
        {
            await LineAsync(process, "uploader started");
            await LineAsync(process, "gate: watching");

            Write(camera.Url, threshold: 999);
            await SignalAsync(process, "HUP");
            await LineAsync(process, "cameras[0].motion.threshold is 999");

            Write(camera.Url, threshold: 20);
            await SignalAsync(process, "HUP");
            await LineAsync(process, "changed settings are in force");

            await SignalAsync(process, "TERM");
            await LineAsync(process, "uploader stopped");
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task LineAsync(Process process, string expected)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(deadline.Token);
            Assert.True(line is not null, $"the program ended without saying '{expected}'");
            if (line!.Contains(expected, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private void Write(string url, int threshold) => File.WriteAllText(folder.File("settings.json"), $$"""
        { "dataFolder": "{{folder.File("data")}}", "store": "{{folder.File("store")}}",
          "cameras": [ { "name": "gate", "source": "{{url}}", "motion": { "threshold": {{threshold}} } } ] }
        """);
}
