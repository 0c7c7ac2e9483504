namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>What a run has come to, counted after the last worker had its rest.</summary>
internal sealed record WorkerVerdict
{
    public required int Kills { get; init; }

    public required IReadOnlyDictionary<string, int> KillsAtSteps { get; init; }

    public required int Batches { get; init; }

    public required int Messages { get; init; }

    public required int MessagesLost { get; init; }

    public required int SightingsExpected { get; init; }

    public required IReadOnlyList<string> SightingsLost { get; init; }

    /// <summary>Named by two results, or there and not expected.</summary>
    public required IReadOnlyList<string> SightingsTwice { get; init; }

    public required int AlertsExpected { get; init; }

    public required IReadOnlyList<string> AlertsLost { get; init; }

    public required IReadOnlyList<string> AlertsUnexpected { get; init; }

    public required int AlertRepeats { get; init; }

    public required IReadOnlyList<string> ZipsLeft { get; init; }

    public required int QuarantinedRightly { get; init; }

    /// <summary>In quarantine and sound, or hostile and not there.</summary>
    public required IReadOnlyList<string> QuarantinedWrongly { get; init; }

    public required int ClipsExpected { get; init; }

    public required IReadOnlyList<string> ClipsLost { get; init; }

    /// <summary>Kept, although nobody is in the pictures of their event.</summary>
    public required IReadOnlyList<string> ClipsUnexpected { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>One line while the bench goes on.</summary>
    public string Summary =>
        $"{Kills} kills, {Batches} batches: sightings lost {SightingsLost.Count}, twice {SightingsTwice.Count}; alerts lost {AlertsLost.Count}, "
        + $"unexpected {AlertsUnexpected.Count}, repeated {AlertRepeats}; zips left {ZipsLeft.Count}; quarantined wrongly {QuarantinedWrongly.Count}; clips lost {ClipsLost.Count}, unexpected {ClipsUnexpected.Count}; fsck {Findings.Count}";
}
