/** A title that would run as a script, if anybody forgot to escape it. */
export const SCRIPT_TITLE = '<script>alert(1)</script>';

/** 2,000 characters of Arabic: right to left, and far too long for a line. */
export const ARABIC_TITLE = 'مراجعة خطة المشروع وتحديث جدول المواعيد '.repeat(50);
