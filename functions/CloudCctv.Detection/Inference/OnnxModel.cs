using System.Security.Cryptography;
using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>A loaded model whose inputs and outputs were compared with its card. Safe for any number of threads.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession session;
    private readonly string[] inputNames;
    private readonly string[] outputNames;

    private OnnxModel(InferenceSession session, string file, ModelCard card)
    {
        this.session = session;
        File = file;
        Card = card;
        Decoder = OutputDecoders.For(card);
        inputNames = [card.Input.Name];
        outputNames = [.. card.Output.Names];
    }

    /// <summary>The name of the .onnx file, for messages.</summary>
    public string File { get; }

    public ModelCard Card { get; }

    public IOutputDecoder Decoder { get; }

    /// <summary>Opens a model and checks it against its card, as far as the model says what it takes and gives.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">That work on one picture.</param>
    /// <exception cref="ModelException">The file is missing or no model, has no card, is not the card's file, or does not fit it.</exception>
    public static OnnxModel Open(string path, int threads)
    {
        RuntimeTelemetry.SwitchOff();
        // Hashed and opened from the same bytes, so that the file cannot change in between.
        var bytes = Read(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var card = FindCard(path, hash);
        var session = OpenSession(path, bytes, threads);
        if (ModelSignature.Problem(session, card) is { } problem)
        {
            session.Dispose();
            throw new ModelException($"{path}: {problem}.");
        }

        return new(session, Path.GetFileName(path), card with { Sha256 = hash });
    }

    /// <summary>Runs the model once.</summary>
    /// <exception cref="ModelException">The runtime refused, or an output does not have the shape that the card implies.</exception>
    public OutputTensors Run(InputTensor input, ModelSize size, RunOptions options)
    {
        try
        {
            var outputs = new OutputTensors(session.Run(options, inputNames, [input.Native], outputNames));
            if (outputs.Problem(Decoder.Shapes(size), Card) is { } problem)
            {
                outputs.Dispose();
                throw new ModelException($"{File}: {problem}.");
            }

            return outputs;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException($"{File}: the model failed on an input of {size}: {OneLine(exception)}.", exception);
        }
    }

    public void Dispose() => session.Dispose();

    private static byte[] Read(string path)
    {
        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException($"{path}: there is no such model file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: the model cannot be read: {exception.Message}", exception);
        }
    }

    private static ModelCard FindCard(string path, string hash)
    {
        var cardPath = CardFile.PathFor(path);
        if (!System.IO.File.Exists(cardPath))
        {
            return CardCatalogue.Find(hash)
                ?? throw new ModelException($"{path}: there is no card {cardPath}, and the file's SHA-256 {hash} is not one of the models known without.");
        }

        var card = CardFile.Parse(Read(cardPath), cardPath);
        return card.Sha256.Equals(hash, StringComparison.OrdinalIgnoreCase)
            ? card
            : throw new ModelException($"{path}: the card says SHA-256 {card.Sha256}, the file has {hash}.");
    }

    private static InferenceSession OpenSession(string path, byte[] bytes, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,

            // Exporters' habits are reported as warnings, dozens per model; what matters comes back as an exception.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Threads that spin while they wait for work take it from the other workers: on a busy machine half the processor time per frame.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new(bytes, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException($"{path}: not a model that ONNX Runtime can open: {OneLine(exception)}.", exception);
        }
    }

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
