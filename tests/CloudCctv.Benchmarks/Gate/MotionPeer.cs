using System.Diagnostics;
using System.Globalization;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>Debian's Motion, watching one camera with its own defaults, writing neither films nor pictures: the peer.</summary>
internal sealed class MotionPeer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string events;

    private MotionPeer(Process process, string events) => (this.process, this.events) = (process, events);

    public static bool IsInstalled { get; } = File.Exists("/usr/bin/motion");

    public int Id => process.Id;

    /// <param name="folder">Empty; its settings and its record of events go there.</param>
    /// <param name="url">The camera.</param>
    /// <param name="size">Of its pictures.</param>
    /// <param name="framesPerSecond">Of the camera.</param>
    public static MotionPeer Start(string folder, string url, (int Width, int Height) size, int framesPerSecond)
    {
        var events = Path.Combine(folder, "events");
        var settings = Path.Combine(folder, "motion.conf");
        File.WriteAllText(settings, $"""
            daemon off
            setup_mode off
            log_file {Path.Combine(folder, "log")}
            log_level 4
            target_dir {folder}
            netcam_url {url}
            netcam_use_tcp on
            width {size.Width}
            height {size.Height}
            framerate {framesPerSecond}
            movie_output off
            picture_output off
            webcontrol_port 0
            stream_port 0
            event_gap 1
            on_event_start date +"start %s.%N" >> {events}
            on_event_end date +"end %s.%N" >> {events}

            """);
        var start = new ProcessStartInfo("motion", ["-n", "-c", settings]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new MotionPeer(process, events);
    }

    /// <summary>The events so far; one that has not ended ends now.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Events(DateTimeOffset now)
    {
        var found = new List<(DateTimeOffset, DateTimeOffset)>();
        DateTimeOffset? from = null;
        foreach (var line in File.Exists(events) ? File.ReadLines(events) : [])
        {
            var time = DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            if (line.StartsWith("end", StringComparison.Ordinal) && from is { } began)
            {
                found.Add((began, time));
            }

            from = line.StartsWith("start", StringComparison.Ordinal) ? time : null;
        }

        return from is { } open ? [.. found, (open, now)] : found;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
