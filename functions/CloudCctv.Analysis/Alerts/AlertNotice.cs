namespace CloudCctv.Analysis.Alerts;

/// <summary>What an alert says that is not about a picture.</summary>
/// <param name="Key">Stable: the same notice written twice has the same. A name in the store; starts with an underscore, which no site's name does.</param>
/// <param name="Title">One short line for people.</param>
/// <param name="Text">One more line, to which the time is added: it ends in a word for that, such as <c>since</c>.</param>
/// <param name="Path">Of the gallery's page about it.</param>
/// <param name="Facts">The same for programs, as words by name.</param>
public sealed record AlertNotice(string Key, string Title, string Text, string Path, IReadOnlyDictionary<string, string> Facts);
