using System.Text.Json.Nodes;

namespace CloudCctv.Detection.Cards;

/// <summary>
/// What one must know to use a model: the JSON file beside the .onnx. <see cref="CardFile"/> reads and checks it; a card from
/// there is consistent in itself.
/// </summary>
public sealed record ModelCard
{
    /// <summary>Recorded with every sighting, so it changes whenever the weights do.</summary>
    public required string Name { get; init; }

    /// <summary>Of the .onnx file: 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required string Licence { get; init; }

    public required ModelInput Input { get; init; }

    public required ModelOutput Output { get; init; }

    /// <summary>Names of the classes, in the order of the model's outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Score from which a detection is worth reporting, 0 to 1.</summary>
    public required float MinScore { get; init; }

    /// <summary>Of two boxes of one class that overlap by more than this (intersection over union, 0 to 1), the better stays.</summary>
    public required float NmsIou { get; init; }

    /// <summary>For people: origin, training, scores, timings. Free form; the program does not read it.</summary>
    public JsonObject? About { get; init; }
}
