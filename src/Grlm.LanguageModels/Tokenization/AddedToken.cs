namespace Grlm.LanguageModels;

/// <summary>A token that is found in the text before anything else looks at it, such as <c>&lt;|im_end|&gt;</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">The text that it stands for.</param>
/// <param name="Special">Whether it steers the model rather than being text.</param>
/// <param name="Normalized">Whether it is looked for in the normalised text instead of in the text as given.</param>
/// <param name="LeftStrip">Whether it takes in the white space before it.</param>
/// <param name="RightStrip">Whether it takes in the white space after it.</param>
/// <param name="SingleWord">Whether it is left alone inside a word.</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool Normalized, bool LeftStrip, bool RightStrip, bool SingleWord);
