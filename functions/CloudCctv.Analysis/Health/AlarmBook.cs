namespace CloudCctv.Analysis.Health;

/// <summary>Opens and closes alarms by what a report says. Pure: two workers that see the same come to the same.</summary>
internal sealed class AlarmBook(HealthOptions options)
{
    /// <param name="before">As it was written down.</param>
    /// <param name="symptoms">Of the newest report.</param>
    /// <param name="now">UTC.</param>
    public DeviceAlarms After(DeviceAlarms before, IReadOnlyList<Symptom> symptoms, DateTimeOffset now)
    {
        var moment = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var looked = before.Open.Select(alarm => Look(alarm, symptoms.FirstOrDefault(symptom => alarm.IsOf(symptom.Cause, symptom.Camera)), moment)).ToList();
        var opened = symptoms
            .Where(symptom => symptom.Grade == Grade.Bad && !before.Open.Any(alarm => alarm.IsOf(symptom.Cause, symptom.Camera)) && !IsResting(before, symptom, moment))
            .Select(symptom => Open(symptom, moment));
        return before with
        {
            Open = [.. looked.Where(alarm => alarm.ClosedAt is null), .. opened],
            Past = [.. looked.Where(alarm => alarm.ClosedAt is not null).Concat(before.Past).Take(DeviceAlarms.MaxPast)],
        };
    }

    private static Alarm Open(Symptom symptom, DateTimeOffset now) => new()
    {
        Cause = symptom.Cause,
        Camera = symptom.Camera,
        Detail = symptom.Detail,
        Since = symptom.Since,
        OpenedAt = now,
    };

    private Alarm Look(Alarm alarm, Symptom? symptom, DateTimeOffset now) => symptom?.Grade switch
    {
        // Nothing is known of it, as while the device is silent: it stays as it is.
        null => alarm with { WellSince = null },
        Grade.Well when now - (alarm.WellSince ?? now) >= options.CloseAfter => alarm with { WellSince = alarm.WellSince ?? now, ClosedAt = now },
        Grade.Well => alarm with { WellSince = alarm.WellSince ?? now },
        Grade.Bad when IsReminderDue(alarm, now) => alarm with { WellSince = null, RemindedAt = now },
        _ => alarm with { WellSince = null },
    };

    private bool IsReminderDue(Alarm alarm, DateTimeOffset now) =>
        options.RemindAfter > TimeSpan.Zero && alarm.RemindedAt is null && now - alarm.OpenedAt >= options.RemindAfter;

    private bool IsResting(DeviceAlarms before, Symptom symptom, DateTimeOffset now) =>
        before.Past.FirstOrDefault(alarm => alarm.IsOf(symptom.Cause, symptom.Camera)) is { ClosedAt: { } closed } && now - closed < options.CoolDown;
}
