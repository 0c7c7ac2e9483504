namespace CloudCctv.Detection.Cards;

/// <summary>What comes out of the model, and how it is read. Families refuse keys that they do not read.</summary>
public sealed record ModelOutput
{
    /// <summary>The outputs that are read, in the order that the family's decoder expects.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The decoder, such as <c>yolov8</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Pixels of the input per cell of each grid, in the order of the grids. Default: the family's.</summary>
    public IReadOnlyList<int>? Strides { get; init; }

    /// <summary>
    /// Of models with anchors, one list per output, in its order: width, height, width, height, … in pixels of the input, as
    /// in the configuration files of Darknet.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<float>>? Anchors { get; init; }

    /// <summary>The model's number of the first label: 1 where 0 is the background. Default: 0.</summary>
    public int? FirstClass { get; init; }

    /// <summary>The numbers of one place lie side by side in the last dimension. Default: in the second dimension.</summary>
    public bool? ChannelsLast { get; init; }
}
