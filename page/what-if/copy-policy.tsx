import { useEffect, useRef, useState } from 'preact/hooks';
import { PolicyDocument } from '../../src/lifecycle/core/document';
import { policyJson, policySource } from '../../src/lifecycle/core/source/policy-source';

interface CopyPolicyProps {
  /** Null for no policy. */
  readonly document: PolicyDocument | null;
  /** Whether the form has later rules, which have an error. */
  readonly isOutdated: boolean;
}

type Language = 'TypeScript' | 'Python' | 'JSON';

/** The result of a click on a button. */
interface Result {
  readonly language: Language;
  readonly text: string;
  readonly isCopied: boolean;
}

/** Buttons that copy the policy. Where the browser refuses, the text is selected, so that the keyboard can copy it. */
export function CopyPolicy({ document, isOutdated }: CopyPolicyProps) {
  const [result, setResult] = useState<Result>();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setResult(undefined), [document]);
  useEffect(() => area.current?.select(), [result]);

  const copy = async (language: Language) => {
    const text = textOf(document, language);
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // also where the browser has no clipboard
      isCopied = false;
    }
    setResult({ language, text, isCopied });
  };
  // no policy has no JSON
  const languages: Language[] = ['TypeScript', 'Python', ...(document === null ? [] : (['JSON'] as const))];
  return (
    <div class="copy">
      {languages.map((language) => (
        <button key={language} type="button" onClick={() => void copy(language)}>
          Copy {language}
        </button>
      ))}
      <span role="status">{result && messageOf(result, isOutdated)}</span>
      {result?.isCopied === false && (
        <textarea
          ref={area}
          readonly
          rows={Math.min(16, result.text.split('\n').length)}
          aria-label={`${result.language} of the policy`}
          value={result.text}
        />
      )}
    </div>
  );
}

function textOf(document: PolicyDocument | null, language: Language): string {
  if (language !== 'JSON') return policySource(document, language === 'TypeScript' ? 'typescript' : 'python');
  return document === null ? '' : policyJson(document);
}

function messageOf({ language, isCopied }: Result, isOutdated: boolean): string {
  const what = isOutdated ? `${language} of the last rules without an error` : language;
  return isCopied
    ? `${what} copied`
    : `The browser does not allow this page to copy. The ${what} is selected below: copy it with the keyboard.`;
}
