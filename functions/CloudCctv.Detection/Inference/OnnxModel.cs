using System.Security.Cryptography;
using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>A loaded model whose inputs and outputs were compared with its card. Safe for any number of threads.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession session;

    private OnnxModel(InferenceSession session, string file, ModelCard card)
    {
        this.session = session;
        File = file;
        Card = card;
        Decoder = OutputDecoders.For(card);
    }

    /// <summary>The name of the .onnx file, for messages.</summary>
    public string File { get; }

    public ModelCard Card { get; }

    public IOutputDecoder Decoder { get; }

    /// <summary>Opens a model and checks it against its card, as far as the model says what it takes and gives.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="ModelException">The file is missing or no model, has no card, is not the card's file, or does not fit it.</exception>
    public static OnnxModel Open(string path, DetectorOptions options)
    {
        RuntimeTelemetry.SwitchOff();
        // Hashed and opened from the same bytes, so that the file cannot change in between.
        var bytes = Read(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var card = FindCard(path, hash);
        var session = OpenSession(path, bytes, hash, options);
        if (ModelSignature.Problem(session, card) is { } problem)
        {
            session.Dispose();
            throw new ModelException($"{path}: {problem}.");
        }

        return new(session, Path.GetFileName(path), card with { Sha256 = hash });
    }

    /// <summary>Something to run the model with, for one thread at a time.</summary>
    public BoundModel Bind() => new(this, session);

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

    private static InferenceSession OpenSession(string path, byte[] bytes, string hash, DetectorOptions options)
    {
        try
        {
            return SessionFactory.Open(bytes, hash, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException($"{path}: not a model that ONNX Runtime can open: {exception.OneLine()}.", exception);
        }
    }
}
