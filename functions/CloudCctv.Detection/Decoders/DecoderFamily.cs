using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>What cards can say of one family.</summary>
/// <param name="Name">What they call it.</param>
/// <param name="Outputs">How many outputs it reads, for a card without problems.</param>
/// <param name="Create">For a card without problems.</param>
internal sealed record DecoderFamily(string Name, Func<ModelOutput, int> Outputs, Func<ModelCard, IOutputDecoder> Create)
{
    /// <summary>The keys of a card's output that it reads beside <c>names</c> and <c>family</c>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Of these it needs.</summary>
    public IReadOnlyList<string> NeededKeys { get; init; } = [];
}
