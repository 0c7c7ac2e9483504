using System.Diagnostics;
using System.Text.Json;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>What our gate and Motion find on the derived clips: our own program at full speed, Motion as a camera's viewer.</summary>
internal sealed class QualityRows(Clips clips, Action<string> progress)
{
    // Twice the speed of life, at which Motion's shortest gap between events (1 s) is our 20 frames.
    private const int FramesPerSecond = 20;
    private const int AtOnce = 4;

    public async Task<IReadOnlyList<BenchRow>> MeasureAsync(CancellationToken cancellationToken)
    {
        if (Clips.OneByOne is null || Clips.Road is null)
        {
            return [new BenchRow("events-missed", null, "events", 0, "one-by-one-person.mp4 and road-no-people.avi are not here")];
        }

        var derived = new DerivedClips(clips);
        var pairs = DerivedClips.Names.SelectMany(name => new Func<GateClip>[] { () => derived.WithVisits(name), () => derived.Empty(name) }).ToList();
        var found = new List<(GateClip Clip, GateVerdict Ours, GateVerdict? Motion)>();
        foreach (var some in pairs.Chunk(AtOnce))
        {
            var made = some.Select(make => make()).ToList();
            progress($"{string.Join("; ", made.Select(clip => clip.Name))}");
            found.AddRange(await Task.WhenAll(made.Select(clip => JudgeAsync(clip, cancellationToken))));
            made.ForEach(clip => File.Delete(clip.Path));
        }

        return Rows(found);
    }

    private static BenchRow[] Rows(List<(GateClip Clip, GateVerdict Ours, GateVerdict? Motion)> found)
    {
        var perClip = found.Select(one => new BenchRow(
            $"clip: {one.Clip.Name}", one.Ours.Visits - one.Ours.Found + one.Ours.FalseEvents, "wrong", null, $"ours {one.Ours}; Motion {one.Motion?.ToString() ?? "absent"}"));
        var motion = found.TrueForAll(one => one.Motion is not null);
        return
        [
            .. perClip,
            new BenchRow("events-missed", found.Sum(one => one.Ours.Visits - one.Ours.Found), "events", 0, $"of {found.Sum(one => one.Ours.Visits)}"),
            new BenchRow("false-events", found.Sum(one => one.Ours.FalseEvents), "events", null, "all clips"),
            new BenchRow("false-events-light-ir-noise", found.Where(one => MustBeQuiet(one.Clip)).Sum(one => one.Ours.FalseEvents), "events", 0, "light steps and ramps, lamp, IR switch, noise"),
            new BenchRow("motion-events-missed", motion ? found.Sum(one => one.Motion!.Visits - one.Motion.Found) : null, "events"),
            new BenchRow("motion-false-events", motion ? found.Sum(one => one.Motion!.FalseEvents) : null, "events"),
        ];
    }

    private static bool MustBeQuiet(GateClip clip) =>
        new[] { "light", "lamp", "ir-", "noise", "night" }.Any(word => clip.Name.Contains(word, StringComparison.Ordinal));

    private async Task<(GateClip, GateVerdict, GateVerdict?)> JudgeAsync(GateClip clip, CancellationToken cancellationToken)
    {
        var ours = GateVerdict.Of(clip, await OurEventsAsync(clip.Path, cancellationToken));
        var motion = MotionPeer.IsInstalled ? GateVerdict.Of(clip, await MotionsEventsAsync(clip.Path, cancellationToken)) : null;
        return (clip, ours, motion);
    }

    private static async Task<List<(int, int)>> OurEventsAsync(string clip, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Programs.Uploader, "motion", "--json", "--source", clip]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var events = new List<(int, int)>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("firstFrame", out var first))
            {
                events.Add((first.GetInt32(), json.RootElement.GetProperty("lastFrame").GetInt32()));
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? events : throw new InvalidOperationException($"cctv-uploader motion ended with {process.ExitCode}.");
    }

    private async Task<List<(int, int)>> MotionsEventsAsync(string clip, CancellationToken cancellationToken)
    {
        var pictures = clips.Pictures(clip, int.MaxValue);
        await using var camera = new MjpegCamera(pictures, FramesPerSecond, repeat: false);
        camera.Start();
        await using var motion = MotionPeer.Start(clips.Folder($"motion-{Path.GetFileNameWithoutExtension(clip)}"), camera.Url, (768, 432), FramesPerSecond);
        await Task.Delay(TimeSpan.FromSeconds(3 + (pictures.Count / (double)FramesPerSecond)), cancellationToken);
        int Frame(DateTimeOffset time) => (int)((time - camera.Began).TotalSeconds * FramesPerSecond);

        // An event is over when nothing has moved for the gap: that long ago was its last motion.
        return [.. motion.Events(TimeProvider.System.GetUtcNow()).Select(e => (Frame(e.From), Math.Min(Frame(e.To) - FramesPerSecond, pictures.Count - 1)))];
    }
}
