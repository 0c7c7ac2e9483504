namespace CloudCctv.Analysis.Intake;

/// <summary>Nothing of this batch can be used. The message is one sentence that names the entry or field, its value and the limit.</summary>
public sealed class BatchRejectedException(BatchFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public BatchFault Fault { get; } = fault;
}

/// <summary>One frame of a batch cannot be used; the others can.</summary>
public sealed class FrameRejectedException(BatchFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public BatchFault Fault { get; } = fault;
}
