using System.Globalization;
using CloudCctv.Contracts.Health;

namespace CloudCctv.Analysis.Health;

/// <summary>What a report says about every cause. Pure. A cause that it says nothing about has no symptom.</summary>
internal sealed class Diagnosis(HealthOptions options)
{
    /// <param name="report">The newest of a device.</param>
    /// <param name="incidents">With this report in them.</param>
    /// <param name="known">Cameras that have an alarm and may no longer be listed.</param>
    /// <param name="watchedSince">Silence before does not count.</param>
    /// <param name="now">UTC.</param>
    public IReadOnlyList<Symptom> Of(DeviceReport report, Incidents incidents, IEnumerable<string> known, DateTimeOffset watchedSince, DateTimeOffset now)
    {
        var heard = Heard(report, watchedSince, now);
        return heard.Grade != Grade.Well || report.Heartbeat is not { } heartbeat
            ? [heard]
            : [heard, .. OfDevice(report, heartbeat, incidents, now), .. heartbeat.Cameras.SelectMany(camera => OfCamera(report, camera, now)), .. Unlisted(heartbeat, known, now)];
    }

    private Symptom Heard(DeviceReport report, DateTimeOffset watchedSince, DateTimeOffset now)
    {
        var counted = report.WrittenAt > watchedSince ? report.WrittenAt : watchedSince;
        var grade = now - counted > options.LateAfter ? Grade.Bad : now - report.WrittenAt > options.LateAfter ? Grade.Between : Grade.Well;
        return new Symptom(AlarmCause.HeartbeatLate, null, grade, "No power, no link, or no program", report.WrittenAt);
    }

    private IEnumerable<Symptom> OfDevice(DeviceReport report, Heartbeat heartbeat, Incidents incidents, DateTimeOffset now)
    {
        var waits = DeviceReport.Seconds(heartbeat.Spool.Oldest ?? 0);
        yield return Device(
            AlarmCause.Backlog, Graded(waits > options.BacklogAfter, waits <= options.BacklogAfter / 2), $"The oldest event waits for {AlarmWords.Spoken(waits)}", report.WrittenAt - waits);

        if (heartbeat.FreeMb is { } free)
        {
            yield return Device(AlarmCause.DiskLow, Graded(free < options.DiskLowMegabytes, free >= options.DiskLowMegabytes * 1.25), $"{Number(free)} MB are free", now);
        }

        // One that is fed, or of which nothing is told any more, is not about to go.
        var left = heartbeat.Discharging == true ? heartbeat.Battery ?? 100 : 100;
        yield return Device(
            AlarmCause.BatteryLow, Graded(left < options.BatteryLowPercent, left >= Math.Min(100, options.BatteryLowPercent * 1.25)), $"{Number(left)} % are left", now);

        yield return Device(
            AlarmCause.Evicting, Happened(incidents.EvictedAt, now), $"{Number(heartbeat.Spool.Evicted)} batches were given up since its program started", incidents.EvictedAt ?? now);
        yield return Device(
            AlarmCause.DataBudget, Graded(heartbeat.Data?.Stage > DataStage.Full, true), Spent(heartbeat.Data), now);

        var off = heartbeat.Time - report.WrittenAt;
        yield return Device(
            AlarmCause.ClockWrong, Graded(off.Duration() > options.ClockOffBy, off.Duration() <= options.ClockOffBy / 2), $"It is {AlarmWords.Spoken(off.Duration())} {(off > TimeSpan.Zero ? "ahead" : "behind")}", now);
        yield return Device(
            AlarmCause.UnderVoltage, Happened(incidents.LowAt, now), "Its power supply or cable is too weak", incidents.LowAt ?? now);
    }

    private IEnumerable<Symptom> OfCamera(DeviceReport report, CameraHeartbeat camera, DateTimeOffset now)
    {
        var since = report.StateSince(camera);
        var down = camera.State is CameraState.Lost or CameraState.Starting;
        var seesNothing = down || camera.State == CameraState.Stopped;
        yield return new Symptom(
            AlarmCause.CameraDown, camera.Name, Graded(down && now - since >= options.CameraDownAfter, !down), Down(camera.State), since);
        foreach (var (state, cause, detail) in Tampering)
        {
            // Of a camera without pictures nobody knows whether it is still covered.
            yield return new Symptom(cause, camera.Name, Graded(camera.State == state, !seesNothing), detail, since);
        }
    }

    // Those in trouble are listed first: if the last one listed is well, so are those that had no room.
    private static IEnumerable<Symptom> Unlisted(Heartbeat heartbeat, IEnumerable<string> known, DateTimeOffset now)
    {
        var cut = heartbeat.More > 0 && heartbeat.Cameras is not [.., { State: CameraState.Watching }];
        return cut ? [] : known.Except(heartbeat.Cameras.Select(camera => camera.Name)).SelectMany(
            camera => Enum.GetValues<AlarmCause>().Select(cause => new Symptom(cause, camera, Grade.Well, "", now)));
    }

    private static (CameraState State, AlarmCause Cause, string Detail)[] Tampering { get; } =
    [
        (CameraState.Dark, AlarmCause.CameraDark, "The light went out, or the lens is covered tightly"),
        (CameraState.Covered, AlarmCause.CameraCovered, "Something hides most of the view"),
        (CameraState.Defocused, AlarmCause.CameraDefocused, "The picture is blurred"),
        (CameraState.Moved, AlarmCause.CameraMoved, "It was turned or moved"),
    ];

    private static string Down(CameraState state) => state switch
    {
        CameraState.Starting => "None has come since it was started",
        _ => "Its pictures stopped, or it cannot be opened or read; the device keeps trying",
    };

    private static string Spent(DataHeartbeat? data) => data is null ? "" : $"{Number(data.Mb)} MB of this month; stage {data.Stage}";

    private Grade Happened(DateTimeOffset? at, DateTimeOffset now) => Graded(at is { } then && now - then < options.QuietAfter, true);

    private static Symptom Device(AlarmCause cause, Grade grade, string detail, DateTimeOffset since) => new(cause, null, grade, detail, since);

    private static Grade Graded(bool bad, bool well) => bad ? Grade.Bad : well ? Grade.Well : Grade.Between;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
