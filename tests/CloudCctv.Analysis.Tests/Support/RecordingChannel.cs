using System.Collections.Concurrent;
using CloudCctv.Analysis.Alerts;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A channel to whoever runs the test.</summary>
internal sealed class RecordingChannel(string name = "test", bool takesUpdates = false, bool takesDigests = true) : IAlertChannel
{
    private readonly ConcurrentQueue<AlertMessage> sent = new();

    public string Name { get; } = name;

    public bool TakesUpdates { get; } = takesUpdates;

    public bool TakesDigests { get; } = takesDigests;

    public IReadOnlyList<AlertMessage> Sent => [.. sent];

    /// <summary>What the next sends answer; delivered when empty.</summary>
    public ConcurrentQueue<AlertOutcome> Answers { get; } = new();

    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        if (Answers.TryDequeue(out var answer) && answer.Verdict != AlertVerdict.Delivered)
        {
            return Task.FromResult(answer);
        }

        sent.Enqueue(message);
        return Task.FromResult(AlertOutcome.Delivered with { Receipt = $"{Name}-{sent.Count}" });
    }
}
