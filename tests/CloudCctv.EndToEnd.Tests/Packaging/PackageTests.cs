using System.Diagnostics;
using System.Runtime.InteropServices;
using CloudCctv.Demo;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests.Packaging;

/// <summary>Debian packages, made and lived with in a throw-away copy of this system: <c>./cctv package try</c>.</summary>
public sealed class PackageTests : IDisposable
{
    /// <summary>What <c>eng/packaging/try/root.sh</c> says when the copy cannot be made here.</summary>
    private const int NotPossibleHere = 77;

    private static readonly string[] Always =
    [
        "installed, every file as it was packed",
        "own users, and settings that strangers cannot read",
        "ONNX Runtime for x64 and arm64",
        "as it comes, the uploader says that it wants a camera",
        "settings are right",
        "the server answers",
        "what the camera saw has been looked at",
        "commands of root leave nothing that belongs to root",
        "an upgrade keeps settings and state, and what ran runs",
        "stopped in an orderly way",
        "removed, settings and state are still there",
        "libturbojpeg beside the program does where the system has none",
        "purged, nothing is left but the store",
    ];

    private static readonly string[] UnderSystemd =
    [
        "both are locked in: no capabilities, filtered calls, a system that is read-only",
        "killed, and there again",
    ];

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string? MissingReason =>
        !OperatingSystem.IsLinux() ? "packages are Debian's"
        : !Environment.IsPrivilegedProcess ? "installing in a copy of this system needs root"
        : !File.Exists("/usr/bin/dpkg-deb") || !File.Exists("/usr/bin/unshare") ? "dpkg-deb and unshare are not here"
        : !RuntimeEnvironment.GetRuntimeDirectory().StartsWith("/usr/", StringComparison.Ordinal) ? ".NET is in a place that a service with ProtectHome may not see"
        : !Programs.Server.Contains("/Release/", StringComparison.Ordinal) ? "packages are made of what was compiled for release"
        : null;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Packages_InstalledUsedUpgradedAndPurged_HoldWhatTheyPromise()
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        var (made, makingLines) = await CctvAsync("package", "--no-build", "--fast", "--output", folder.Path);
        Assert.True(made == 0, string.Join('\n', makingLines));

        var (exit, lines) = await CctvAsync("package", "try", "--output", folder.Path);

        Assert.SkipWhen(exit == NotPossibleHere, lines.LastOrDefault() ?? "");
        Assert.True(exit == 0, string.Join('\n', lines));
        Assert.Equal(Always, Held(lines).Except(UnderSystemd));
        Assert.True(Held(lines).Intersect(UnderSystemd).Count() is 0 or 2, "only half of what systemd does was looked at");
    }

    [Fact]
    public async Task Units_AreWhatSystemdUnderstands()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not here");
        foreach (var role in new[] { "uploader", "server" })
        {
            var unit = RepositoryRoot.File("eng", "packaging", role, $"cctv-{role}.service");
            var (_, lines) = await RunAsync("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit);

            // Back-off of restarts is younger than Debian 12; the command is not installed here.
            Assert.DoesNotContain(lines, line => line.Contains($"cctv-{role}.service", StringComparison.Ordinal)
                && !line.Contains("RestartSteps", StringComparison.Ordinal)
                && !line.Contains("RestartMaxDelaySec", StringComparison.Ordinal)
                && !line.Contains("is not executable", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Held(IEnumerable<string> lines) => lines.Where(line => line.StartsWith("ok ", StringComparison.Ordinal)).Select(line => line[3..]);

    private static Task<(int Code, List<string> Lines)> CctvAsync(params string[] arguments) => RunAsync("bash", [RepositoryRoot.File("cctv"), .. arguments]);

    private static async Task<(int Code, List<string> Lines)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, [.. $"{await output}\n{await errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
