using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Inference;

namespace CloudCctv.Detection;

/// <summary>Opens a model of any family only to see that it fits its card.</summary>
public static class ModelTrial
{
    /// <exception cref="ModelException">The model or its card is missing, unreadable or wrong, or they do not fit each other.</exception>
    public static ModelCard Open(string path)
    {
        using var model = OnnxModel.Open(path, new DetectorOptions { Threads = 1 });
        return model.Card;
    }
}
