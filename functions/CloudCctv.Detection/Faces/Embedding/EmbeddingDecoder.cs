using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Faces.Embedding;

/// <summary>Models that give one vector for the picture of a face, [1, N]; there are no boxes in it.</summary>
internal sealed class EmbeddingDecoder : IOutputDecoder
{
    public const string Name = "embedding";

    internal static DecoderFamily Family { get; } = new(Name, _ => 1, _ => new EmbeddingDecoder());

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) => [new TensorShape(1, TensorShape.Any)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
    }
}
