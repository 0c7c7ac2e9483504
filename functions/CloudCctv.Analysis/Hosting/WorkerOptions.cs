using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Hosting;

/// <summary>The queue loop. Only for hosts that have no queue trigger of their own, except where noted.</summary>
public sealed record WorkerOptions
{
    /// <summary>Batches in the detector at the same time, 1 to 64. Also on hosts with a queue trigger of their own.</summary>
    [Range(1, 64, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int Workers { get; init; } = 1;

    /// <summary>
    /// Batches in hand for each of them, 1 to 8: while one is in the detector, the next is fetched and the last is written down.
    /// More help where the store is far away, and cost memory (a zip and a few pictures each).
    /// </summary>
    [Range(1, 8, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int BatchesInHand { get; init; } = 2;

    /// <summary>How long a message stays hidden after its worker was last heard of. 10 seconds to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Visibility { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time between two looks at an empty queue, unless something wakes the worker: in a folder, a message does. For half a minute after
    /// a message it is 100 ms. In Azure each look costs: at half a second some $2 a month. 100 ms to 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan IdlePoll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Delay before a message that could not be worked on comes again; doubled for each attempt. 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);
}
