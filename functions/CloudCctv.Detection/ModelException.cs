namespace CloudCctv.Detection;

/// <summary>A model or its card cannot be used. The message is one line that names the file, what was found and what is right.</summary>
public sealed class ModelException : Exception
{
    public ModelException(string message)
        : base(message)
    {
    }

    public ModelException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
