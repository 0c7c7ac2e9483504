namespace CloudCctv.Gallery.Tests.Support;

/// <summary>Stands still until a test sets it; timers are the system's.</summary>
internal sealed class ClockThatIsSet(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
