namespace CloudCctv.Uploader.Settings;

/// <summary>The settings cannot be used. The message is one line per fault: file, key, value, and what would be right.</summary>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);
