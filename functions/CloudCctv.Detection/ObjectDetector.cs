using System.Collections.Concurrent;
using System.Globalization;
using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Faces.Embedding;
using CloudCctv.Detection.Inference;

namespace CloudCctv.Detection;

/// <summary>
/// Finds objects with an ONNX model, as its card says. Safe for any number of threads: they share one session, and each frame
/// in flight has buffers of its own, which are kept for the next.
/// </summary>
public sealed class ObjectDetector : IDetector
{
    private const string DefaultModel = "cctv-person-v0.onnx";

    private readonly OnnxModel model;
    private readonly DetectorOptions options;
    private readonly float minScore;
    private readonly ConcurrentBag<Workbench> idle = [];
    private volatile bool disposed;

    private ObjectDetector(OnnxModel model, DetectorOptions options)
    {
        (this.model, this.options) = (model, options);
        minScore = options.MinScore ?? model.Card.MinScore;
        Model = new(model.Card.Name, model.Card.Sha256);
    }

    public ModelIdentity Model { get; }

    public int Lanes => options.Favour == Favour.Throughput ? options.Threads : 1;

    /// <summary>The card of the model in use.</summary>
    public ModelCard Card => model.Card;

    /// <summary>Where the model lies that is used when the options name none.</summary>
    public static string DefaultModelPath => Path.Combine(AppContext.BaseDirectory, "models", DefaultModel);

    /// <summary>Loads a model and checks it against its card.</summary>
    /// <exception cref="ModelException">The model or its card is missing, unreadable or wrong, or they do not fit each other.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is outside its range.</exception>
    public static ObjectDetector Open(DetectorOptions options)
    {
        options.Validate();
        var path = options.ModelPath ?? DefaultModelPath;
        var model = OnnxModel.Open(path, options);
        if (model.Card.Output.Family == EmbeddingDecoder.Name)
        {
            model.Dispose();
            throw new ModelException($"{path}: a model of the family {EmbeddingDecoder.Name} tells faces apart and finds nothing; it is for Faces:Recogniser.");
        }

        return new(model, options);
    }

    public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (minScore is { } score && score is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minScore), string.Create(CultureInfo.InvariantCulture, $"{score} is outside 0 to 1."));
        }

        var bench = idle.TryTake(out var kept) ? kept : new(model, options);
        try
        {
            return bench.Detect(jpeg.Span, minScore ?? this.minScore, attention);
        }
        finally
        {
            idle.Add(bench);
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var bench))
        {
            bench.Dispose();
        }

        model.Dispose();
    }
}
